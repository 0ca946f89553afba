"""Profiles turn rules on and off, by name or from a file, and refuse what they do not know."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import InputError
from annotator.pipeline import STANDARD, Profile
from annotator.profiles import profile_of
from annotator.rules import OPTIONAL, RULE_BY_ID, RULES
from annotator.workspace import Workspace
from main import main


def profile_file(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "profile"),
    [
        ("", STANDARD),
        ('script = "none"', Profile(script="none")),
        ("[rules]\nbylines.credits = false", Profile(frozenset({"bylines.credits"}))),
        ('[rules]\n"bylines.credits" = false', Profile(frozenset({"bylines.credits"}))),
        ("[rules.bylines]\ncredits = true", STANDARD),
        (
            "[rules]\nwidths.punctuation = true",
            Profile(enabled=frozenset({"widths.punctuation"})),
        ),
        ("[rules]\nwidths.punctuation = false", Profile(frozenset({"widths.punctuation"}))),
    ],
)
def test_profile_of_a_file_is_what_differs_from_the_standard(
    tmp_path: Path, text: str, profile: Profile
) -> None:
    assert profile_of(str(profile_file(tmp_path, text))) == profile


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[rules]\nno.such = false", "'no.such', which is not known"),
        ('script = "x2y"', "'x2y', which is not known"),
        ("rule = 1", "'rule', which is not known"),
        ("rules = 3", "does not say true or false of rules"),
        ("[rules]\nbylines.credits = 0", "does not say true or false of bylines.credits"),
        ("rules =", "is not TOML"),
    ],
)
def test_profile_of_refuses_what_it_does_not_know(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        profile_of(str(profile_file(tmp_path, text)))


def test_profile_of_names_the_known_rules_and_profiles(tmp_path: Path) -> None:
    with pytest.raises(InputError) as unknown:
        profile_of(str(profile_file(tmp_path, "[rules]\nno.such = true")))
    assert all(rule in unknown.value.way_out for rule in RULE_BY_ID)
    with pytest.raises(InputError, match="There is no profile strict") as missing:
        profile_of("strict")
    assert "standard" in missing.value.way_out
    with pytest.raises(InputError, match="cannot be read"):
        profile_of(str(tmp_path))


def test_clean_runs_the_rules_of_the_profile(tmp_path: Path, capfdbinary: Any) -> None:
    source = tmp_path / "a.txt"
    source.write_text("徐匯區。\n责任编辑:张三", encoding="utf-8")
    profile = profile_file(tmp_path, 'script = "none"\n[rules]\nbylines.credits = false')
    assert main(["clean", str(source), "--profile", str(profile)]) == 0
    record = json.loads(capfdbinary.readouterr().out)
    assert record["clean"] == "徐匯區。\n责任编辑:张三"


def test_import_runs_the_rules_that_the_settings_of_the_project_name(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("徐匯區。\n责任编辑:张三", encoding="utf-8")
    with Workspace.create(tmp_path / "p.duizhao") as workspace:
        workspace.set_setting("script", "none")
        workspace.set_setting("disabled_rules", ["bylines.credits"])
        workspace.import_files([source])
        (document,) = workspace.documents()
        assert document.composition.clean == "徐匯區。\n责任编辑:张三"
        workspace.set_setting("disabled_rules", [])
        assert workspace.upkeep.repropose() == 1
        (document,) = workspace.documents()
        assert document.composition.clean == "徐匯區。"


def test_import_runs_optional_rules_only_where_the_project_names_them(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("大会昨天开幕,来宾很多。", encoding="utf-8")
    with Workspace.create(tmp_path / "p.duizhao") as workspace:
        workspace.import_files([source])
        (document,) = workspace.documents()
        assert document.repairs == ()
        workspace.set_setting("enabled_rules", ["widths.punctuation"])
        assert workspace.upkeep.repropose() == 1
        (document,) = workspace.documents()
        assert document.composition.clean == "大会昨天开幕，来宾很多。"


def test_rules_lists_every_rule_with_what_it_does(tmp_path: Path, capsys: Any) -> None:
    assert main(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.id for rule in RULES]
    profile = profile_file(tmp_path, "[rules]\nbylines.credits = false")
    assert main(["rules", "--json", "--profile", str(profile)]) == 0
    rows = json.loads(capsys.readouterr().out)
    off = {row["id"] for row in rows if not row["on"] and row["type"] != "script_variant"}
    assert off == {"bylines.credits"} | OPTIONAL
    scripts = {row["id"] for row in rows if row["on"] and row["type"] == "script_variant"}
    assert scripts == {"script.simplified"}
    assert {row["type"] for row in rows} == {rule.type for rule in RULES}
    for row in rows:
        assert row["does"].endswith("."), row
        assert "\n" not in row["does"]
