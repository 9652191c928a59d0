"""An office's answer, awaited without a worker: days may pass before somebody signs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Param
from airflow.sdk.exceptions import AirflowSkipException, TaskAwaitingInput
from airflow.sdk.execution_time.hitl import upsert_hitl_detail

from padan.airflow.notifier import PadanNotifier
from padan.airflow.period import run_ref_of
from padan.texts import read_texts

if TYPE_CHECKING:
    from airflow.sdk.definitions.context import Context

LOOK_AGAIN = timedelta(minutes=10)
"""How often an unanswered request looks whether the month still has no newer version."""


class SignatureOperator(HITLOperator):
    """Asks an office to approve or reject the version that an upstream task proposed.

    The task returns office, approved, person, at, reason and document_number; nothing if the office had signed
    already. It is skipped, and the rest of the run with it, when the month got a newer version or was sent back
    meanwhile. A rejection without a reason, or an answer of whoever signed for the other office, is asked for again.

    Attributes:
        office: 'disnaker' or 'branch'.
        proposed_by: id of the task that returned what is proposed.
    """

    def __init__(
        self,
        *,
        office: str,
        proposed_by: str,
        signers: tuple[str, ...],
        language: str,
        look_again: timedelta = LOOK_AGAIN,
        **kwargs: Any,
    ) -> None:
        """Takes the words of the language; the signers are the only users who may answer."""
        self.office, self.proposed_by = office, proposed_by
        words = read_texts(language, "sign_off")
        self.approve = words["approve"]
        title = {"office": words["offices"][office]}
        fields = ("document_number", "reason") if office == "disnaker" else ("reason",)
        told = {name: words["fields"][name] for name in fields}
        # The DAG's own, which Airflow hands to every operator: the form for the answer has other fields.
        kwargs.pop("params", None)
        super().__init__(
            subject=_asked(proposed_by) + _filled(words["subject"], title),
            body=_asked(proposed_by) + _filled(words["body"], title),
            options=[words["approve"], words["reject"]],
            params={
                name: Param("", type="string", title=heading, description_md=text)
                for name, (heading, text) in told.items()
            },
            assigned_users=[{"id": one, "name": one} for one in signers],
            notifiers=[PadanNotifier(failed_steps=())],
            response_timeout=look_again,
            **kwargs,
        )

    def execute(self, context: Context) -> Any:
        """Asks, unless the office has signed already or nobody need sign any more."""
        return self._waiting(context) or super().execute(context)

    def execute_complete(self, context: Context, event: dict[str, Any]) -> Any:
        """Takes the answer, or waits on; either only while it is still wanted."""
        if (settled := self._waiting(context)) is not None:
            return settled
        if event.get("error_type") == "timeout":
            raise TaskAwaitingInput(method_name="execute_complete", timeout=self.response_timeout)
        answer = self._answer(dict(super().execute_complete(context, event)))
        if problem := self._problem(context, answer):
            self.log.warning("The answer cannot be taken: %s. Asking again.", problem)
            self._ask_again(context)
        return answer

    def _waiting(self, context: Context) -> dict[str, Any] | None:
        """None while the answer is awaited, otherwise what stands for it.

        Raises:
            AirflowSkipException: the version was replaced or sent back; nobody signs it any more.
        """
        from padan import steps

        state = steps.awaited(steps.open_context(run_ref_of(context)), self._proposed(context), self.office)
        if state == "ended":
            raise AirflowSkipException(
                "The month has a newer version, this one was sent back, or an earlier month must be signed first: "
                "nothing is signed here any more. The newer version asks for its own signatures, and the earlier "
                "month, once it is final, wakes this one."
            )
        return {"office": self.office, "signed_already": True} if state == "signed" else None

    def _proposed(self, context: Context) -> Mapping[str, Any]:
        proposed: Mapping[str, Any] = context["ti"].xcom_pull(task_ids=self.proposed_by)
        return proposed

    def _answer(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        at = payload["responded_at"]
        fields = payload["params_input"]
        return {
            "office": self.office,
            "approved": payload["chosen_options"] == [self.approve],
            "person": (payload["responded_by_user"] or {}).get("id", ""),
            "at": at.isoformat() if isinstance(at, datetime) else str(at),
            "reason": str(fields.get("reason") or ""),
            "document_number": str(fields.get("document_number") or ""),
        }

    def _problem(self, context: Context, answer: Mapping[str, Any]) -> str | None:
        from padan import steps

        return steps.problem_of(steps.open_context(run_ref_of(context)), self._proposed(context), answer)

    def _ask_again(self, context: Context) -> None:
        """Writing the request once more removes the answer from it."""
        upsert_hitl_detail(
            ti_id=context["ti"].id,
            options=self.options,
            subject=self.subject,
            body=self.body,
            defaults=self.defaults,
            multiple=self.multiple,
            params=self.serialized_params,
            assigned_users=self.assigned_users,
        )
        raise TaskAwaitingInput(method_name="execute_complete", timeout=self.response_timeout)


def _asked(task_id: str) -> str:
    """Jinja: what is proposed, under the name that the words use."""
    return "{% set asked = ti.xcom_pull(task_ids='" + task_id + "') %}"


def _filled(text: str, facts: Mapping[str, str]) -> str:
    """The words with our own places filled; those of Jinja stay for Airflow."""
    for name, value in facts.items():
        text = text.replace("{" + name + "}", value)
    return text
