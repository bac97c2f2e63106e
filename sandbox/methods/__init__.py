"""The Bot API's methods that are modelled, one class each."""

from sandbox.methods import account, editing, receiving, sending
from sandbox.methods.method import Method

_CLASSES: tuple[type[Method], ...] = (
    account.GetMe,
    account.SetMyCommands,
    editing.EditMessageText,
    editing.DeleteMessage,
    editing.AnswerCallbackQuery,
    receiving.GetUpdates,
    receiving.SetWebhook,
    receiving.DeleteWebhook,
    receiving.GetFile,
    sending.SendMessage,
    sending.SendDocument,
    sending.SendPhoto,
    sending.SendChatAction,
)

# By name in lower case: the real server does not look at the case either.
MODELLED: dict[str, type[Method]] = {kind.__name__.lower(): kind for kind in _CLASSES}
