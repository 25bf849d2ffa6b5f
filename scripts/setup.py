"""Set up what a target needs and nothing that is there already: `setup.py run|dev|bench|tools`.

`tools` is `dev` without the built client and browser application, for what writes the client's sources.

Every part has a stamp in .state/ that holds the hash of what the part was made from; while the hash is the
same and the part is still there, it is passed over. Any Python that Onward supports runs this, with nothing
but its standard library; several at once wait for each other.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".state"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CLIENT = ROOT / "clients" / "typescript"
WEB = ROOT / "web"
# Which sets of packages lie within a set.
WITHIN = {"run": (), "dev": ("run",), "bench": ("run",)}


@dataclass(frozen=True)
class Part:
    """One thing to have: made by `make` from `inputs`; `outcome` is there afterwards."""

    name: str
    saying: str
    outcome: Path
    make: Callable[[], None]
    inputs: tuple[Path, ...] = field(default_factory=tuple)

    @property
    def stamp(self) -> Path:
        return STATE / self.name

    def is_fresh(self) -> bool:
        return self.outcome.exists() and self.stamp.exists() and self.stamp.read_text() == self.digest()

    def digest(self) -> str:
        """The hash of the inputs, of this folder's place and of the virtual environment's identity."""
        parts = hashlib.sha256(f"{ROOT}\0{_identity(VENV / 'pyvenv.cfg')}".encode())
        for path in self.inputs:
            parts.update(f"\0{path.relative_to(ROOT)}\0".encode())
            parts.update(path.read_bytes())
        return parts.hexdigest()

    def ensure(self) -> None:
        if self.is_fresh():
            return
        print(f"  {self.saying} …", flush=True)
        self.stamp.unlink(missing_ok=True)
        self.make()
        self.stamp.write_text(self.digest())


def main(wanted: str) -> None:
    STATE.mkdir(exist_ok=True)
    with (STATE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            ensure(wanted)
        except subprocess.CalledProcessError as failed:
            sys.exit(f"Set-up stopped: {' '.join(map(str, failed.cmd))} ended with {failed.returncode} (see above).")


def ensure(wanted: str) -> None:
    ensure_environment()
    ensure_packages("dev" if wanted == "tools" else wanted)
    for part in (project(), node_modules(CLIENT), node_modules(WEB), docs_files()):
        part.ensure()
    if wanted != "tools":
        client().ensure()
        web().ensure()


def ensure_environment() -> None:
    """A virtual environment that works, made for this folder: its scripts name the place where it was made."""
    stamp = STATE / "environment"
    made_for = stamp.read_text() if stamp.exists() else None
    if made_for == str(ROOT) and PYTHON.exists():
        return
    if made_for is not None or not _has_pip():
        print(f"  Making .venv with Python {sys.version.split()[0]} …", flush=True)
        stamp.unlink(missing_ok=True)
        base = getattr(sys, "_base_executable", None) or sys.executable
        subprocess.run([base, "-m", "venv", "--clear", str(VENV)], check=True)
    stamp.write_text(str(ROOT))


def ensure_packages(wanted: str) -> None:
    """Install one set; it covers the sets within it, and may replace what other sets had put there."""
    sets = {name: packages(name) for name in WITHIN}
    if sets[wanted].is_fresh():
        return
    sets[wanted].ensure()
    for name, part in sets.items():
        if name in WITHIN[wanted]:
            part.stamp.write_text(part.digest())
        elif not part.is_fresh():
            part.stamp.unlink(missing_ok=True)


def packages(name: str) -> Part:
    requirements = ROOT / "requirements" / f"{name}.txt"

    def install() -> None:
        _pip("install", "--require-hashes", "--requirement", str(requirements))

    return Part(
        f"packages-{name}",
        "Installing the locked packages (the first time takes a minute)",
        PYTHON,
        install,
        (requirements,),
    )


def project() -> Part:
    def install() -> None:
        _pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))

    inputs = (ROOT / "pyproject.toml",)
    return Part("project", "Installing Onward itself", VENV / "bin" / "onward", install, inputs)


def node_modules(workspace: Path) -> Part:
    def install() -> None:
        _node(workspace, "npm", "ci", "--loglevel=error", stdout=subprocess.DEVNULL)

    inputs = tuple(workspace / name for name in ("package.json", "package-lock.json", ".npmrc"))
    outcome = workspace / "node_modules" / ".package-lock.json"
    saying = f"Installing the packages of {workspace.relative_to(ROOT)}"
    return Part(f"node_modules-{workspace.name}", saying, outcome, install, inputs)


def client() -> Part:
    def build() -> None:
        shutil.rmtree(CLIENT / "dist", ignore_errors=True)
        _node(CLIENT, "tsc", "--project", "tsconfig.build.json")

    sources = sorted((CLIENT / "src").rglob("*.ts"))
    settings = sorted(CLIENT.glob("tsconfig*.json"))
    inputs = (*sources, *settings, CLIENT / "package-lock.json")
    return Part("client", "Building the TypeScript client", CLIENT / "dist" / "index.js", build, inputs)


def web() -> Part:
    def build() -> None:
        _node(WEB, "vite", "build", "--logLevel", "warn")

    folders = (WEB / "src", WEB / "public", WEB / "scripts", CLIENT / "src")
    sources = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    settings = tuple(WEB / name for name in ("index.html", "vite.config.ts", "tsconfig.json", "package-lock.json"))
    outcome = ROOT / "src" / "onward" / "api" / "static" / "app" / "index.html"
    return Part("web", "Building the browser application", outcome, build, (*sources, *settings))


def docs_files() -> Part:
    script = ROOT / "scripts" / "docs_files.py"

    def copy() -> None:
        subprocess.run([str(PYTHON), str(script)], check=True)

    outcome = ROOT / "src" / "onward" / "api" / "static" / "docs" / "swagger-ui-bundle.js"
    inputs = (CLIENT / "package-lock.json", script)
    return Part("docs-files", "Copying the files of /docs", outcome, copy, inputs)


def _identity(path: Path) -> str:
    try:
        return str(path.stat().st_mtime_ns)
    except FileNotFoundError:
        return "none"


def _has_pip() -> bool:
    if not PYTHON.exists():
        return False
    asked = subprocess.run([str(PYTHON), "-c", "import pip"], stderr=subprocess.DEVNULL, check=False)
    return asked.returncode == 0


def _pip(*arguments: str) -> None:
    options = ["-qq", "--no-input", "--disable-pip-version-check"]
    subprocess.run([str(PYTHON), "-m", "pip", *arguments, *options], cwd=ROOT, check=True)


def _node(workspace: Path, *arguments: str, stdout: int | None = None) -> None:
    command = [str(PYTHON), str(ROOT / "scripts" / "node.py"), *arguments]
    subprocess.run(command, cwd=workspace, check=True, stdout=stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
