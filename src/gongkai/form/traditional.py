"""Traditional characters, one for one: a report printed in them is read as one in simplified.

Only characters that occur in this package's wording stand here; others are of no account to it.
"""

from __future__ import annotations

from typing import Final

_TRADITIONAL: Final = (
    "丟並乾佈佔併來侷係個們備傢傳億償內兩凈別則劃動務勝區卻卽厤員問單噹嚮國埰執堅報場學寀"
    "實審寫對屬嵐帶幹幾廢廳張強彆彔後徑從復態應戶捲採換據敎敗數斷於旂時暫曆曏書會朮枱査條"
    "棲業榦構標樣橋機橫檢檯欄權歷歸決沒況淨減測準滿為無熱爭爲狀獲現環產産異當發監眞眾確碼"
    "礙祕種稱穩穫筆箇範簽籤糾約紅納級組結絡給統經綠綫維網緑線編緻縣總織繫繳繼續纍纔罰羣義"
    "臨臺與舉華萬蒐蓋藍處號衆術衕衛衞裏補裡製複見規視計訓記訟訪許訴註詞詢話該詳認誤說説請"
    "論諮議護讀變貝負財責費資購跡踰蹟車較載轉辦農迴這連週進運過選遺還郵鄉鄰釋銜銷錄錯録錶"
    "鍵鎭鎮鏈長門開間閤閱閲關隊際隱隻雜雲電韆頁項順須預頭題額顏顔顛類顯風颱飛餘馬駁體髮鬚"
    "魚麪麫麵麼麽黃點齊齒齣龍"
)
_SIMPLIFIED: Final = (
    "丢并干布占并来局系个们备家传亿偿内两净别则划动务胜区却即历员问单当向国采执坚报场学采"
    "实审写对属岚带干几废厅张强别录后径从复态应户卷采换据教败数断于旗时暂历向书会术台查条"
    "栖业干构标样桥机横检台栏权历归决没况净减测准满为无热争为状获现环产产异当发监真众确码"
    "碍秘种称稳获笔个范签签纠约红纳级组结络给统经绿线维网绿线编致县总织系缴继续累才罚群义"
    "临台与举华万搜盖蓝处号众术同卫卫里补里制复见规视计训记讼访许诉注词询话该详认误说说请"
    "论咨议护读变贝负财责费资购迹逾迹车较载转办农回这连周进运过选遗还邮乡邻释衔销录错录表"
    "键镇镇链长门开间合阅阅关队际隐只杂云电千页项顺须预头题额颜颜颠类显风台飞余马驳体发须"
    "鱼面面面么么黄点齐齿出龙"
)

TRADITIONAL: Final = dict(zip(map(ord, _TRADITIONAL), _SIMPLIFIED, strict=True))
"""What each traditional character is in simplified writing, for ``str.translate``. One character
for one: offsets stay."""

_OF_EVERY_REPORT: Final = "開"
"""What every report in traditional characters has: it speaks of 公開."""


def simplified(text: str) -> str:
    """The text with simplified characters in the place of traditional ones, as far as the form's
    wording has them.

    >>> simplified("政府信息公開工作年度報告")
    '政府信息公开工作年度报告'
    """
    return text if is_simplified(text) else text.translate(TRADITIONAL)


def is_simplified(text: str) -> bool:
    """Whether a text lacks the traditional character that every report printed in them has."""
    return _OF_EVERY_REPORT not in text
