"""What the form of a message holds, and taking its text."""

from pydantic import BaseModel

from domain.refusal import Refusal
from domain.text.cleaning import clean_text
from handlers.correspondence import texts
from handlers.forms.dialog import Dialog
from handlers.forms.typed import Typed
from models.region_message import TEXT_LIMIT


class ReplyAnswers(BaseModel):
    """What is answered, by its id: a message, a mailing or a decision; 0 for none. `sure`
    says that what is written is sent at once."""

    message: int = 0
    mailing: int = 0
    decision: int = 0
    text: str | None = None
    sure: bool = True

    def answers_the_same(self, other: "ReplyAnswers") -> bool:
        return (self.message, self.mailing, self.decision) == (
            other.message,
            other.mailing,
            other.decision,
        )

    def written(self, typed: Typed) -> "ReplyAnswers":
        """With the text of a message, below what is written already. Raises Refusal."""
        if typed.text is None:
            raise Refusal(texts.ONLY_TEXT)
        text = f"{self.text}\n{typed.text}" if self.text else typed.text
        return self.model_copy(update={"text": clean_text(text, limit=TEXT_LIMIT)})


ReplyDialog = Dialog[ReplyAnswers]
