"""Document: a TOML file read whole, and what is wrong with it said in sentences."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from sim.errors import ModelError, did_you_mean

LARGEST = 1_000_000
"""Bytes a document may have; a larger file was surely given by mistake."""


class Form(BaseModel):
    """What a table of a document must hold: these fields, of these types, and no others."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


def read_text(path: Path, largest: int = LARGEST) -> str:
    """Return the text of a file of at most ``largest`` bytes, or refuse in a sentence."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise ModelError(f"{path} is a folder, not a file.")
        if size > largest:
            limit = f"{largest / 1e6:.0f} MB"
            raise ModelError(f"{path.name} has {size / 1e6:.1f} MB; a file of this kind may have at most {limit}.")
        written = path.read_bytes()
        return written.decode("utf-8-sig")
    except FileNotFoundError:
        near = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        raise ModelError(f"There is no file {path}.{did_you_mean(path.name, near)}") from None
    except UnicodeDecodeError as error:
        line = 1 + written.count(b"\n", 0, error.start)
        raise ModelError(f"{path.name} is not UTF-8 text (line {line}). Save it again as UTF-8.") from None
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}.") from None


def read_document(path: Path) -> dict[str, Any]:
    """Return what a TOML file holds, or refuse in a sentence that names the line."""
    text = read_text(path)
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ModelError(_broken(path.name, text, str(error))) from None
    except (ValueError, RecursionError):
        raise ModelError(f"{path.name} is no TOML: a number is too long or a list too deep.") from None
    if not written:
        raise ModelError(f"{path.name} is empty.")
    return written


def _broken(name: str, text: str, complaint: str) -> str:
    found = re.search(r"^(.*) \(at (?:line (\d+), column \d+|end of document)\)$", complaint, re.DOTALL)
    what, number = (found[1], found[2]) if found else (complaint, None)
    lines = text.splitlines()
    line = int(number) if number else len(lines)
    shown = lines[line - 1].strip()[:60] if 0 < line <= len(lines) else ""
    if re.match(r"Cannot (declare|overwrite|redefine|mutate)|Duplicate", what):
        return f"{name} names the same thing twice, again at line {line}: {shown!r}. Leave one of them out."
    return f"{name} is broken at line {line}: {shown!r}. {what}."


def said(value: object) -> str:
    """Return a value as its file would write it.

    >>> said(0.6), said(9.0), said(True), said("x"), said([1, 2])
    ('0.6', '9', 'true', "'x'", 'a list')
    """
    match value:
        case bool():
            return str(value).lower()
        case float():
            return str(float(value)).removesuffix(".0")
        case str():
            return repr(value)
        case list() | tuple():
            return "a list"
        case dict():
            return "a table"
    return str(value)


def listed(value: object) -> object:
    """Return a list as a tuple, and a single value as a tuple of one."""
    return tuple(value) if isinstance(value, list) else (value,)


def field_faults(form: type[Form], written: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what is wrong with each field at fault, in the order of the form, unknown fields last."""
    try:
        form.model_validate(written)
    except ValidationError as error:
        faults: dict[str, list[str]] = {}
        for one in error.errors():
            field = str(one["loc"][0])
            faults.setdefault(field, []).append(_sentence(form, field, one, written.get(field)))
        return faults
    return {}


def _sentence(form: type[Form], field: str, error: ErrorDetails, whole: object) -> str:
    place = f" (place {int(error['loc'][1]) + 1} of {len(whole)})" if isinstance(whole, list) and whole else ""
    what = f"{field} {said(error['input'])}{place}"
    match error["type"]:
        case "missing":
            return f"lacks '{field}'."
        case "extra_forbidden":
            fields = form.model_fields
            return f"'{field}' is no field.{did_you_mean(field, fields) or f' Known: {", ".join(fields)}.'}"
        case "literal_error":
            words = _words(form, field)
            return f"{what}.{did_you_mean(str(error['input']), words) or f' Write one of: {", ".join(words)}.'}"
        case "finite_number":
            return f"{what} is not a finite number."
        case "float_type":
            return f"{what} is not a number.{_unquote(error['input'])}"
        case "string_type":
            return f"{what} is not text. Put it in quotation marks."
        case "string_too_short" | "too_short":
            return f"{field} is empty."
        case "date_type":
            return f"{what} is not a date. Write it like 2026-11-21, without quotation marks."
        case "bool_type":
            return f"{what} is neither true nor false."
        case "dict_type" | "model_type":
            return f"{what} is not a table."
    return f"{what}: {error['msg']}."


def _words(form: type[Form], field: str) -> tuple[str, ...]:
    annotation = form.model_fields[field].annotation
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def _unquote(value: object) -> str:
    try:
        float(str(value))
    except ValueError:
        return ""
    return " Leave out the quotation marks." if isinstance(value, str) else ""
