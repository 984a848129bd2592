"""Turn a folder of reports into one CSV table: a row a cell, with its status, so that nothing
uncertain passes for certain.

python examples/folder_to_csv.py [FOLDER] > cells.csv
"""

import csv
import sys
from pathlib import Path

import gongkai

REPORTS = Path(__file__).parent / "reports"


def main(folder: Path) -> None:
    table = csv.writer(sys.stdout)
    table.writerow(["file", "publisher", "year", "edition", "path", "value", "status"])
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".txt", ".md"):
            continue
        try:
            report = gongkai.read(path)
        except gongkai.ParseError as error:
            print(error, file=sys.stderr)
            continue
        for cell in report.cells.values():
            value = "" if cell.value is None else cell.value
            table.writerow(
                [
                    path.name,
                    report.publisher,
                    report.year,
                    report.edition,
                    cell.path,
                    value,
                    cell.status.value,
                ]
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else REPORTS)
