"""Errors of a database in trouble, as its driver raises them."""

import sqlite3

import psycopg
from sqlalchemy.exc import OperationalError


def locked() -> OperationalError:
    """Of a database that another process holds for too long."""
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorname = "SQLITE_BUSY"
    return OperationalError("SELECT", {}, error)


def deadlock() -> OperationalError:
    """Of two transactions that wait for one another, this one was ended."""
    return OperationalError("UPDATE", {}, psycopg.errors.DeadlockDetected("deadlock detected"))
