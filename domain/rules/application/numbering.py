"""How registrations and admission tickets are numbered: 报名序号 and 准考证号."""

from __future__ import annotations


def registration_number(year: int, sequence: int) -> str:
    """Twelve digits: the year and the sequence within the year, 202600100318. Raises ValueError beyond eight digits."""
    if not 1 <= sequence <= 99_999_999:
        raise ValueError('the sequence of a registration number has one to eight digits')
    return f'{year:04}{sequence:08}'


def ticket_number(year: int, office_code: str, grade: int, site: int, room_number: int, seat: int) -> str:
    """准考证号: year(2) city(2) grade(1) site(2) room(3) seat(2), 260332010107 (1-domain §6).

    The city's digits are the third and fourth of its code, 00 for the province; ``room_number`` counts over all
    sessions of a site, so that the number identifies the session too. Raises ValueError for a part that is too long.
    """
    if not (1 <= grade <= 5 and 1 <= site <= 99 and 1 <= room_number <= 999 and 1 <= seat <= 99):
        raise ValueError('a part of the ticket number is out of bounds')
    return f'{year % 100:02}{office_code[2:4]}{grade}{site:02}{room_number:03}{seat:02}'
