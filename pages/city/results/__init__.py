"""成绩导入: scores are taken in, corrected and published here."""
