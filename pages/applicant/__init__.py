"""What an applicant sees: 我的报名, 缴费, 准考证打印 and 考核结果."""
