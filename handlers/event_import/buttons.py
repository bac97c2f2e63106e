"""The buttons below a file's preview."""

from handlers.callbacks import OfCampaign, RowId


class LoadFile(OfCampaign, prefix="load_file"):
    """Loads the events of that import. `reopen`: the submitted report is opened again for it."""

    file: RowId
    reopen: bool = False


class DropFile(OfCampaign, prefix="drop_file"):
    file: RowId
