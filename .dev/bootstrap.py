#!/usr/bin/env python3
"""Sets the project up, starts it, tests it; needs Python 3.11 or newer and nothing else.

    python3 .dev/bootstrap.py setup          make .venv and install all that is needed
    python3 .dev/bootstrap.py run  [ARGS]    set up, then start the program (on the seeds)
    python3 .dev/bootstrap.py test [ARGS]    set up, then run every check; ARGS go to pytest

Only the standard library is used, and the syntax of old Pythons, so that one of those can still
say which Python to install. Nothing is downloaded when nothing has changed since the last time.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / ".duizhao-setup"
PYPROJECT = ROOT / "pyproject.toml"
CONSTRAINTS = ROOT / ".dev" / "constraints.txt"
OLDEST_PYTHON = (3, 11)
# What each extra of the project downloads; only tests need the programs that read our exports.
MEGABYTES = {"dev": 110, "readers": 210}
LINUX = sys.platform.startswith("linux")


class SetupError(Exception):
    """Says in one sentence why set-up cannot go on and what a person can do."""


@dataclass(frozen=True)
class Need:
    """Something of the system that is needed, how to look for it, and who packages it."""

    kind: str  # "library", "program", "module" or "font"
    name: str
    apt: str
    dnf: str
    pacman: str


def library(soname: str, apt: str, dnf: str, pacman: str) -> Need:
    """A shared library that Qt loads."""
    return Need("library", soname, apt, dnf, pacman)


# The PySide6 wheel brings Qt but not what Qt itself is linked with. Whatever is missing, Qt's own
# message names only libxcb-cursor0, so each library is looked for by its name.
QT_LIBRARIES = (
    library("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    library("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    library("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    library("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    library("libfreetype.so.6", "libfreetype6", "freetype", "freetype2"),
    library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    library("libbrotlidec.so.1", "libbrotli1", "libbrotli", "brotli"),
    library("libX11.so.6", "libx11-6", "libX11", "libx11"),
    library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11"),
    library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    library("libxcb-randr.so.0", "libxcb-randr0", "libxcb", "libxcb"),
    library(
        "libxcb-render-util.so.0",
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
    ),
    library("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    library("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb", "libxcb"),
    library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb"),
    library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    library("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor", "wayland"),
    library("libwayland-egl.so.1", "libwayland-egl1", "libwayland-egl", "wayland"),
)
CHINESE_FONT = Need(
    "font", "a Chinese font", "fonts-noto-cjk", "google-noto-sans-cjk-fonts", "noto-fonts-cjk"
)
# Tests that drive a real window need a virtual screen and a hand on its keyboard.
WINDOW_TEST_PROGRAMS = (
    Need("program", "Xvfb", "xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb"),
    Need("program", "xdotool", "xdotool", "xdotool", "xdotool"),
)
# Debian takes ensurepip out of Python and puts it into a package for each Python version.
ENSUREPIP = Need("module", "ensurepip", f"python3.{sys.version_info[1]}-venv", "python3", "python")
MANAGERS = {
    "apt": "sudo apt install",
    "dnf": "sudo dnf install",
    "pacman": "sudo pacman -S --needed",
}


def has_library(soname: str) -> bool:
    """Whether the dynamic loader finds this shared library."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def has_module(name: str) -> bool:
    """Whether this Python has the module, also when it was installed a moment ago."""
    importlib.invalidate_caches()
    return importlib.util.find_spec(name) is not None


def has_chinese_font(_name: str) -> bool:
    """Whether fontconfig, which Qt asks too, knows a font for simplified Chinese."""
    try:
        fontconfig = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return False
    pointer = ctypes.c_void_p
    for function in ("FcInitLoadConfigAndFonts", "FcNameParse", "FcObjectSetCreate"):
        getattr(fontconfig, function).restype = pointer
    fontconfig.FcFontList.argtypes = [pointer, pointer, pointer]
    fontconfig.FcFontList.restype = ctypes.POINTER(ctypes.c_int)
    config = fontconfig.FcInitLoadConfigAndFonts()
    pattern = fontconfig.FcNameParse(b":lang=zh-cn")
    found = fontconfig.FcFontList(config, pattern, fontconfig.FcObjectSetCreate())
    return bool(found) and found[0] > 0  # the first field of FcFontSet is the count


def is_there(need: Need) -> bool:
    """Whether this machine has what is needed."""
    look: dict[str, Callable[[str], bool]] = {
        "library": has_library,
        "program": lambda name: shutil.which(name) is not None,
        "module": has_module,
        "font": has_chinese_font,
    }
    return look[need.kind](need.name)


def missing(needs: Iterable[Need], there: Callable[[Need], bool] = is_there) -> list[Need]:
    """The needs that are not met, in their order."""
    return [need for need in needs if not there(need)]


def package_names(needs: Iterable[Need], manager: str) -> list[str]:
    """The packages of one package manager that meet the needs, each once."""
    return list(dict.fromkeys(getattr(need, manager) for need in needs))


def package_manager() -> str | None:
    """The package manager of this machine that we know names for, if any."""
    return next((name for name in MANAGERS if shutil.which(name)), None)


def advice(needs: Sequence[Need], manager: str | None) -> str:
    """One sentence that names what is missing and the command that brings it."""
    names = ", ".join(need.name for need in needs)
    if manager is None:
        packages = " ".join(package_names(needs, "apt"))
        return f"Missing: {names}. Install them (Debian calls the packages {packages})."
    packages = " ".join(package_names(needs, manager))
    return f"Missing: {names}. Install with: {MANAGERS[manager]} {packages}"


def say(*words: str) -> None:
    """Prints one line of progress, on stderr because stdout is the program's own."""
    print("duizhao:", *words, file=sys.stderr, flush=True)


def run_quietly(command: Sequence[str | Path], problem: str) -> None:
    """Runs a command; on failure its output becomes part of the error."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise SetupError(f"{problem}\n{done.stdout.rstrip()}")


def root_prefix() -> list[str] | None:
    """What to put before a command to run it as root; None where that needs a person's consent."""
    if os.geteuid() == 0:
        return []
    can_sudo = ["sudo", "-n", "true"]
    in_ci = os.environ.get("CI") and shutil.which("sudo")
    if in_ci and subprocess.run(can_sudo, capture_output=True, check=False).returncode == 0:
        return ["sudo", "-n"]
    return None


def apt_install(packages: Sequence[str], prefix: Sequence[str]) -> None:
    """Installs Debian packages without asking anything."""
    say(f"installing {len(packages)} system packages with apt:", *packages)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    apt += ["-o", "DPkg::Lock::Timeout=300"]
    # Without a network the lists of last time may still do.
    subprocess.run([*apt, "update"], capture_output=True, check=False)
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    run_quietly(install, "apt-get install failed.")


def provide(needs: Sequence[Need]) -> list[Need]:
    """Installs what is missing where that may be done; returns what is missing still."""
    absent = missing(needs)
    if not absent or not shutil.which("apt-get"):
        return absent
    prefix = root_prefix()
    if prefix is None:
        return absent
    try:
        apt_install(package_names(absent, "apt"), prefix)
    except SetupError as error:
        say(str(error))
    return missing(absent)


def fingerprint() -> str:
    """Changes when the environment has to be looked at again."""
    digest = hashlib.sha256()
    for part in (PYPROJECT.read_bytes(), CONSTRAINTS.read_bytes()):
        digest.update(part)
    digest.update(f"{sys.version} {ROOT}".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def stamped() -> list[str]:
    """The extras that the environment was made with, if it was made from the files as they are."""
    made = STAMP.read_text("ascii").split() if PYTHON.exists() and STAMP.exists() else []
    return made[1:] if made[:1] == [fingerprint()] else []


def environment_works() -> bool:
    """Whether there is an environment of this very Python version, with pip in it."""
    if not PYTHON.exists():
        return False
    command = [str(PYTHON), "-c", "import pip, sys; print(sys.version)"]
    answer = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return answer.returncode == 0 and answer.stdout.strip() == sys.version.strip()


def make_environment() -> None:
    """Makes .venv, over whatever an interrupted or older set-up left there."""
    if environment_works():
        return
    say(f"making .venv with Python {sys.version.split()[0]}")
    run_quietly([sys.executable, "-m", "venv", "--clear", VENV], "The .venv could not be made.")


def install_packages(extras: Sequence[str]) -> None:
    """Installs the pinned tools, then the project itself as an editable package."""
    size = sum(MEGABYTES[extra] for extra in extras)
    say(f"installing Python packages (about {size} MB the first time)")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    pip += ["--constraint", str(CONSTRAINTS)]
    problem = "Python packages could not be installed; is the network there?"
    run_quietly([*pip, "pip", "setuptools", "wheel"], problem)
    # jieba comes as source only: without isolation it and we are built by the pinned setuptools.
    itself = f".[{','.join(extras)}]"
    run_quietly([*pip, "--no-build-isolation", "--editable", itself], problem)
    STAMP.write_text(" ".join([fingerprint(), *extras]), "ascii")


def qt_starts(window: bool) -> bool:
    """Whether Qt can make an application: on the screen, or at least without one."""
    command = [str(PYTHON), "-c", "from PySide6.QtWidgets import QApplication; QApplication([])"]
    environment = {**os.environ} if window else {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    return done.returncode == 0


def set_up(extra: Sequence[Need] = (), window: bool = False, readers: bool = False) -> None:
    """Makes the environment and brings in what the system lacks, or says what to install."""
    extras = ["dev", "readers"] if readers or "readers" in stamped() else ["dev"]
    stale = stamped() != extras
    needs = [ENSUREPIP] if stale and not environment_works() else []
    if LINUX:
        needs += [*QT_LIBRARIES, CHINESE_FONT, *extra]
    absent = provide(needs)
    if ENSUREPIP in absent:
        raise SetupError(advice(absent, package_manager()))
    if stale:
        make_environment()
        install_packages(extras)
    if not absent:
        return
    say(advice(absent, package_manager()))
    if any(need.kind == "library" for need in absent) and not qt_starts(window):
        raise SetupError("Qt cannot start without these libraries.")


def call(arguments: Sequence[str], folder: Path = ROOT, **environment: str) -> int:
    """Runs the environment's Python in the foreground; returns its exit code."""
    command = [str(PYTHON), *arguments]
    done = subprocess.run(command, cwd=folder, env={**os.environ, **environment}, check=False)
    return done.returncode if done.returncode >= 0 else 128 - done.returncode


def setup(_arguments: Sequence[str]) -> int:
    """Prepares the checkout."""
    set_up()
    say("ready; start with: make run (or: .venv/bin/duizhao)")
    return 0


def has_display() -> bool:
    """Whether a window could be shown."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not LINUX or any(os.environ.get(name) for name in names)


def run(arguments: Sequence[str]) -> int:
    """Starts the program with the arguments, or with the seed articles without any."""
    set_up(window=has_display())
    if not has_display():
        say("there is no display here (DISPLAY and WAYLAND_DISPLAY are empty): no window can open.")
        if not arguments:
            return 2
    # Paths among the arguments are meant from where the person stands.
    return call([str(ROOT / "main.py"), *(arguments or [str(ROOT / "seeds")])], Path.cwd())


def test(arguments: Sequence[str]) -> int:
    """Runs every check, and pytest last so that the output ends with its summary."""
    set_up(WINDOW_TEST_PROGRAMS, readers=True)
    checks = {
        "ruff check": ["-m", "ruff", "check"],
        "ruff format": ["-m", "ruff", "format", "--check"],
        "mypy": ["-m", "mypy"],
        "import contracts": [
            "-c",
            "from importlinter.cli import lint_imports_command as lint; lint()",
        ],
    }
    failed = []
    for name, command in checks.items():
        say(name)
        if call(command):
            failed.append(name)
    if failed:
        say("failed:", ", ".join(failed))
    say("pytest")
    platform = os.environ.get("QT_QPA_PLATFORM") or "offscreen"
    code = call(["-m", "pytest", *arguments], QT_QPA_PLATFORM=platform)
    return code or bool(failed)


COMMANDS = {"setup": setup, "run": run, "test": test}


def main(arguments: Sequence[str]) -> int:
    """Runs one command; 2 means that the machine lacks something, which is said."""
    if sys.version_info < OLDEST_PYTHON:
        found = sys.version.split()[0]
        print(
            f"duizhao needs Python 3.11 or newer and this is {found}: install Python 3.13 and run "
            "this script with it (python3.13, or `py -3.13` on Windows).",
            file=sys.stderr,
        )
        return 2
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except SetupError as error:
        say(str(error))
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
