"""The set-up keeps its promises: exact pins, no address, a whole wheel, a sound Qt."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("annotator", "ui")
NOT_OURS = {"__pycache__", "build", "dist"}


def load_bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / ".dev" / "bootstrap.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bootstrap"] = module
    spec.loader.exec_module(module)
    return module


bootstrap = load_bootstrap()


def project_files() -> list[Path]:
    """What git tracks or would track; without git, what is not hidden or made."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if shutil.which("git") and (ROOT / ".git").exists():
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        if done.returncode == 0:
            paths = [ROOT / os.fsdecode(name) for name in done.stdout.split(b"\0") if name]
            return [path for path in paths if path.is_file()]
    found = (path for path in ROOT.rglob("*") if path.is_file())
    return [path for path in found if is_source(path.relative_to(ROOT))]


def is_source(path: Path) -> bool:
    folders = set(path.parts[:-1])
    hidden = {name for name in folders if name.startswith(".")} - {".dev", ".ci", ".github"}
    made = any(name.endswith(".egg-info") for name in folders)
    return not (hidden or made or folders & NOT_OURS)


def pins() -> dict[str, Version]:
    lines = bootstrap.CONSTRAINTS.read_text("utf-8").splitlines()
    pairs = [line.split("==") for line in lines]
    return {canonicalize_name(name): Version(version) for name, version in pairs}


def pyproject() -> dict:
    return tomllib.loads(bootstrap.PYPROJECT.read_text("utf-8"))


def requirements() -> list[str]:
    project = pyproject()["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(line for extra in extras for line in extra)]
    return wanted + pyproject()["build-system"]["requires"]


def test_constraints_are_exact_pins_and_nothing_else() -> None:
    text = bootstrap.CONSTRAINTS.read_text("utf-8")
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line) for line in text.splitlines())
    assert text.endswith("\n")
    assert len(pins()) == len(text.splitlines())


@pytest.mark.parametrize("line", requirements())
def test_every_dependency_is_pinned_within_its_bounds(line: str) -> None:
    requirement = Requirement(line)
    assert pins()[canonicalize_name(requirement.name)] in requirement.specifier


def test_pins_name_all_that_is_needed_indirectly() -> None:
    pinned = pins()
    installed = {name: importlib.metadata.distribution(name) for name in pinned if is_here(name)}
    assert "colorama" in pinned  # only Windows needs it
    for name, distribution in installed.items():
        for line in distribution.requires or []:
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                assert canonicalize_name(requirement.name) in pinned, f"{name} needs {line}"


def is_here(name: str) -> bool:
    try:
        importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def test_no_file_names_a_registry() -> None:
    """The hosts are put together here, or this file would be the first to name them."""
    hosts = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"))]
    hosts += [".".join(parts) for parts in (("debian", "org"), ("npmjs", "org"), ("ubuntu", "com"))]
    needles = [*hosts, "-".join(("index", "url")), "-".join(("find", "links"))]
    guilty = [
        f"{path.relative_to(ROOT)}: {needle}"
        for path in project_files()
        if (text := path.read_bytes().lower())
        for needle in needles
        if needle.encode() in text
    ]
    assert guilty == []


def test_missing_needs_become_package_names() -> None:
    absent = {"libEGL.so.1", "libxcb-shape.so.0", "libxcb-xkb.so.1"}
    missing = bootstrap.missing(bootstrap.QT_LIBRARIES, lambda need: need.name not in absent)
    assert {need.name for need in missing} == absent
    assert bootstrap.package_names(missing, "apt") == ["libegl1", "libxcb-shape0", "libxcb-xkb1"]
    assert bootstrap.package_names(missing, "dnf") == ["libglvnd-egl", "libxcb"]


@pytest.mark.parametrize(
    ("manager", "sentence"),
    [
        ("apt", "Install with: sudo apt install libegl1 fonts-noto-cjk"),
        ("dnf", "Install with: sudo dnf install libglvnd-egl google-noto-sans-cjk-fonts"),
        ("pacman", "Install with: sudo pacman -S --needed libglvnd noto-fonts-cjk"),
        (None, "Install them (Debian calls the packages libegl1 fonts-noto-cjk)."),
    ],
)
def test_advice_is_a_command_to_copy(manager: str | None, sentence: str) -> None:
    egl = next(need for need in bootstrap.QT_LIBRARIES if need.name == "libEGL.so.1")
    advice = bootstrap.advice([egl, bootstrap.CHINESE_FONT], manager)
    assert advice == f"Missing: libEGL.so.1, a Chinese font. {sentence}"


@pytest.mark.skipif(not bootstrap.LINUX, reason="only Linux lacks parts of Qt's system")
def test_what_is_looked_for_can_be_found_and_missed() -> None:
    assert bootstrap.has_library("libc.so.6")
    assert not bootstrap.has_library("libno-such-thing.so.1")
    assert bootstrap.has_module("venv")
    assert not bootstrap.has_module("no_such_module")


def test_unknown_command_shows_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(["fly"]) == 2
    assert "bootstrap.py setup" in capsys.readouterr().err


def test_old_python_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2))
    assert bootstrap.main(["setup"]) == 2
    assert "needs Python 3.11 or newer" in capsys.readouterr().err


@pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on: nothing to lose"
)
def test_void_qt_calls_keep_the_references_to_none() -> None:
    """PySide6 6.12.0 takes one reference with each void call and so aborts after some thousands."""
    from PySide6.QtCore import QObject, QRect
    from PySide6.QtGui import QTextCharFormat, QTextDocument

    box, thing, style, text = QRect(), QObject(), QTextCharFormat(), QTextDocument()
    calls = 500
    before = sys.getrefcount(None)
    for _ in range(calls):
        box.setWidth(3)
        thing.setObjectName("x")
        style.setFontItalic(True)
        text.setModified(False)
    assert sys.getrefcount(None) > before - calls / 10


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what git tracks, in a folder with a hard name."""
    folder = tmp_path_factory.mktemp("源 with space")
    for path in project_files():
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of that copy, built without a network by the pinned backend."""
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(out)]
    done = subprocess.run(build, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = out.glob("duizhao-*.whl")
    return zipfile.ZipFile(built)


def test_wheel_holds_every_file_of_the_packages(source: Path, wheel: zipfile.ZipFile) -> None:
    copied = [path for package in PACKAGES for path in (source / package).rglob("*")]
    expected = {path.relative_to(source).as_posix() for path in copied if path.is_file()}
    shipped = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert shipped == expected | {"main.py"}


def test_wheel_installs_the_command_and_the_licence(wheel: zipfile.ZipFile) -> None:
    (entry_points,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "duizhao = main:main" in wheel.read(entry_points).decode()
    assert any(name.endswith("licenses/LICENSE") for name in wheel.namelist())
