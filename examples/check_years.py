"""Check the reports of one publisher, each by itself and year against year.

python examples/check_years.py [FILE …]
"""

import sys
from pathlib import Path

import gongkai

REPORTS = Path(__file__).parent / "reports"


def main(paths: list[str]) -> None:
    reports = [gongkai.read(path) for path in paths]
    findings = gongkai.check(*reports, lang="zh")
    print(findings)
    for rule in ("Y001", "Y002"):
        print(rule, findings.state(rule).value)


if __name__ == "__main__":
    main(sys.argv[1:] or [str(REPORTS / name) for name in ("chenghu-2022.txt", "chenghu-2023.txt")])
