"""What the model's tests share: rules are compiled at their first call, which no deadline may cut short."""

from collections.abc import Callable

import pytest
from hypothesis import settings

from sim.errors import ModelError

settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture
def told() -> Callable[..., str]:
    """Return the sentence with which a call is refused."""

    def words(call: Callable[..., object], *arguments: object) -> str:
        with pytest.raises(ModelError) as refusal:
            call(*arguments)
        return str(refusal.value)

    return words
