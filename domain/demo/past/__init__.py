"""The finished years of the demonstration: their applications, exams and published results."""
