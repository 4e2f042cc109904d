"""What may still be done to an application of a year that is not the current one, act by act (10-year §5).

A finished year is never closed as a whole: money, results and papers have consequences long after it. Nothing asks this
table; the services go by the windows of the application's own year, and a test compares every act with its line here.
"""

from __future__ import annotations

from enum import Enum

from domain.rules.vocabulary import Act


class InPastYear(Enum):
    """Whether an act is allowed on an application of a past year."""

    YES = 'always'
    WINDOW = 'only inside a window of its own year'
    NO = 'no'


_YES, _WINDOW, _NO = InPastYear.YES, InPastYear.WINDOW, InPastYear.NO
PAST_ACTS: dict[Act, InPastYear] = {
    # Filling in. A new registration belongs to the current year; one that exists is sent only while it may be.
    Act.REGISTER: _NO,
    Act.SAVE: _YES,  # nobody decides on a draft
    Act.UPLOAD: _YES,  # materials that were deferred come late
    Act.REMOVE_FILE: _YES,
    Act.SUBMIT: _WINDOW,
    # The review. What is in a queue is decided to the end; only what was ended needs the review to be open again.
    Act.APPROVE: _YES,
    Act.RETURN: _YES,
    Act.REJECT: _YES,
    Act.REOPEN: _WINDOW,
    Act.UNDO: _YES,  # within its five minutes
    Act.CANCEL: _YES,  # fraud is found out late
    Act.VERIFY_ID: _YES,
    Act.VIEW: _YES,
    Act.DEFER: _WINDOW,  # until the last day for deferred materials
    Act.CONFIRM: _YES,
    Act.RECHECK_PASS: _YES,
    Act.RECHECK_FAIL: _YES,
    Act.OPINION: _YES,
    Act.ANSWER_OPINION: _YES,
    Act.CLOSE_OPINION: _YES,
    Act.MARK: _YES,
    Act.ANSWER_MARK: _YES,
    Act.CLOSE_MARK: _YES,
    # Money. Nothing new is owed after the payment has ended; what was paid can always be given back.
    Act.BILL: _WINDOW,
    Act.RECEIPT: _WINDOW,  # later money is kept as an exception and handled
    Act.BUNDLE: _WINDOW,
    Act.CLOSE_ORDER: _YES,
    Act.EXEMPT: _YES,
    Act.REFUND: _YES,
    # The exam may be in the next year, and a result may be wrong.
    Act.SEAT: _YES,
    Act.PUBLISH_SEATS: _YES,
    Act.WITHDRAW_SEATS: _YES,
    Act.PRINT_TICKET: _WINDOW,
    Act.SCORE: _YES,
    Act.PUBLISH_RESULT: _YES,
    Act.WITHDRAW_RESULT: _YES,
}
# Acts on no single application: accounts, units, settings, lists, and the work of a whole office.
NOT_ON_APPLICATIONS = frozenset(
    {
        Act.STATEMENT, Act.HANDLE_RECEIPT, Act.EDIT_SITE, Act.EDIT_SESSION, Act.EXPORT, Act.SIGN_IN, Act.SIGN_OUT,
        Act.DENIED, Act.CHANGE_PASSWORD, Act.EDIT_PROFILE, Act.ADD_UNIT, Act.EDIT_UNIT, Act.DELETE_UNIT,
        Act.DISABLE_UNIT, Act.ENABLE_UNIT, Act.SET_ADMIN, Act.ADD_ACCOUNT, Act.EDIT_ACCOUNT, Act.DELETE_ACCOUNT,
        Act.DISABLE_ACCOUNT, Act.ENABLE_ACCOUNT, Act.RESET_PASSWORD, Act.IMPORT, Act.TAKE_OVER, Act.DRAW,
        Act.EDIT_YEAR, Act.EDIT_WINDOW, Act.EDIT_FEES, Act.EDIT_SUBJECTS, Act.EDIT_TRADE, Act.EDIT_PARAMETERS,
        Act.EDIT_REASON, Act.PRECHECK, Act.REMOVE_PRIOR_PASS, Act.CHECK_JOURNAL,
    }
)  # fmt: skip
