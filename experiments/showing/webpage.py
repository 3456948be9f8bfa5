"""Web page: what every page of ours needs to look as they do and to draw its charts, with no other place asked."""

from functools import cache
from importlib.metadata import files, version
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from sim.errors import ModelError

LOOK = Path(__file__).resolve().parent.parent / "look"

ECHARTS = "share/solara/cdn/echarts@5.4.0/dist/echarts.common.min.js"

ECHARTS_VERSION = "5.4.0"


def dress() -> dict[str, str]:
    """Return what every page needs to look as ours do, and to draw its charts."""
    return {
        "version": version("kith-abm"),
        "look": (LOOK / "custom.css").read_text(encoding="utf-8"),
        "draw": (LOOK / "draw.js").read_text(encoding="utf-8"),
        "echarts": echarts_source(),
        "echarts_version": ECHARTS_VERSION,
    }


@cache
def echarts_source() -> str:
    """Return the source of ECharts as the installed package solara-assets holds it, safe to stand inside a page."""
    held = next((one for one in files("solara-assets") or () if one.as_posix().endswith(ECHARTS)), None)
    path = Path(str(held.locate())) if held is not None else None
    if path is None or not path.exists():
        raise ModelError(
            "The charts' drawing code is not there: run 'uv sync', or reinstall the package solara-assets."
        )
    return path.read_text(encoding="utf-8").replace("</script", r"<\/script")


@cache
def template(name: str) -> Template:
    """Return a page's template, from the folder beside this file."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
