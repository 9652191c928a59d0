"""One person's history for the complaint desk: asked with a reason, noted, told month by month in words."""

from padan.history.look import Answer, look
from padan.history.question import Question, read_question
from padan.history.story import PersonStory, tell

__all__ = ["Answer", "PersonStory", "Question", "look", "read_question", "tell"]
