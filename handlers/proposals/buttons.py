"""The buttons by which coordinators decide."""

from typing import Literal

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import OfCampaign, RowId


class AcceptProposal(OfCampaign, prefix="accept_proposal"):
    """`seen` is the version on the coordinator's screen: only that one is accepted."""

    proposal: RowId
    seen: RowId
    sure: bool = False


class AcceptAll(OfCampaign, prefix="accept_all"):
    """All that are without a remark. `until` is when the coordinator saw how many, in microseconds
    since 1970: what has come or changed since is not accepted unseen. 0: to be asked first."""

    until: int = 0


class StartVerdict(CallbackData, prefix="verdict"):
    proposal: RowId
    to: Literal["returned", "declined"]
