"""Copy what the page /docs loads out of the installed Node packages into the Python package."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SWAGGER = ROOT / "clients" / "typescript" / "node_modules" / "swagger-ui-dist"
TARGET = ROOT / "src" / "onward" / "api" / "static" / "docs"
NAMES = {
    "swagger-ui.css": "swagger-ui.css",
    "swagger-ui-bundle.js": "swagger-ui-bundle.js",
    "LICENSE": "swagger-ui.LICENSE.txt",
    "NOTICE": "swagger-ui.NOTICE.txt",
}


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for source, target in NAMES.items():
        shutil.copyfile(SWAGGER / source, TARGET / target)


if __name__ == "__main__":
    main()
