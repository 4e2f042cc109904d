"""The payment channels: the cashier and WeChat Pay, and the notifications of their gateways."""
