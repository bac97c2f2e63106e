"""The Bot API's methods that are modelled, one class each."""

from sandbox.methods import account, editing, looking, receiving, sending
from sandbox.methods.method import Method

_CLASSES: tuple[type[Method], ...] = (
    account.GetMe,
    account.SetMyCommands,
    account.GetMyCommands,
    account.DeleteMyCommands,
    account.SetMyName,
    account.GetMyName,
    account.SetMyDescription,
    account.GetMyDescription,
    account.SetMyShortDescription,
    account.GetMyShortDescription,
    account.SetChatMenuButton,
    account.GetChatMenuButton,
    editing.EditMessageText,
    editing.EditMessageReplyMarkup,
    editing.EditMessageCaption,
    editing.EditMessageMedia,
    editing.DeleteMessage,
    editing.DeleteMessages,
    editing.AnswerCallbackQuery,
    looking.GetChat,
    looking.GetChatMember,
    looking.GetFile,
    looking.LeaveChat,
    receiving.GetUpdates,
    receiving.SetWebhook,
    receiving.DeleteWebhook,
    receiving.GetWebhookInfo,
    sending.SendMessage,
    sending.SendDocument,
    sending.SendPhoto,
    sending.CopyMessage,
    sending.ForwardMessage,
    sending.SendChatAction,
)

# By name in lower case: the real server does not look at the case either.
MODELLED: dict[str, type[Method]] = {kind.__name__.lower(): kind for kind in _CLASSES}
