"""The tables, one noun per file; columns only.

EXTRA_SQL, which the migration contains in addition to the columns:
- one live application per ID number and year: UNIQUE INDEX ON application (id_number, year_id)
  WHERE status <> 'cancelled'
- one deferral that is not cleared per application: UNIQUE INDEX ON deferral (application_id) WHERE state <> 'cleared'
- triggers replace CHECK constraints only where a wrong value would lose an act: journal_entry is append-only, so
  UPDATE and DELETE on it raise 'journal is append-only' (both databases);
  application.status, .stage, .grade have known values only (CHECK in the CREATE TABLE of the first migration).
- one order per application that is due, paid or exempt: UNIQUE INDEX ON payment_order (application_id)
  WHERE status IN ('due', 'paid', 'exempt')
- one current exam year: UNIQUE INDEX ON exam_year (current) WHERE current (PostgreSQL) / WHERE current = 1 (SQLite)
"""

from storage.models.access import Account, Session, SignInFailure, SignInTicket
from storage.models.application import Application, Material, Revision
from storage.models.exam import AdmissionTicket, ExamSession, Room, SeatingPlan, Site
from storage.models.journal import JournalEntry, Ruling
from storage.models.money import BundleItem, PaymentBundle, PaymentOrder, Receipt, Refund, Statement
from storage.models.offices import Organisation
from storage.models.results import ExamResult, ScoreImport
from storage.models.review import Deferral, Mark, Opinion, PriorPass
from storage.models.review_desk import Claim, DraftText
from storage.models.year import CommonReason, ExamYear, Trade, Window

__all__ = [
    'Account',
    'AdmissionTicket',
    'Application',
    'BundleItem',
    'Claim',
    'CommonReason',
    'Deferral',
    'DraftText',
    'ExamResult',
    'ExamSession',
    'ExamYear',
    'JournalEntry',
    'Mark',
    'Material',
    'Opinion',
    'Organisation',
    'PaymentBundle',
    'PaymentOrder',
    'PriorPass',
    'Receipt',
    'Refund',
    'Revision',
    'Room',
    'Ruling',
    'ScoreImport',
    'SeatingPlan',
    'Session',
    'SignInFailure',
    'SignInTicket',
    'Site',
    'Statement',
    'Trade',
    'Window',
]
