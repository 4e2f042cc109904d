"""操作日志: everything that was done."""
