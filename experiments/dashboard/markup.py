"""Markup: HTML elements of a page; where another tag takes an element's place, the browser makes a new element.

Solara keeps a widget while the one in its place is of the same class, and the browser does not change the tag of an
element that it has. So every tag has a class of its own here.
"""

from functools import cache
from typing import Any

from ipyvuetify.Html import Html as Plain
from reacton.core import ComponentWidget, Element
from reacton.ipyvuetify import use_event

__all__ = ["Html", "use_event"]


@cache
def of_tag(tag: str) -> ComponentWidget:
    """Return what makes elements of one tag."""
    return ComponentWidget(widget=type(f"Html_{tag}", (Plain,), {}))


def Html(tag: str, **given: Any) -> Element:
    """Return an element: ``class_``, ``attributes`` and ``children``; others may be put into it with ``with``."""
    return of_tag(tag)(tag=tag, **given)
