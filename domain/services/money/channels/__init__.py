"""The ways to pay: the cashier and WeChat Pay, and what their gateways tell."""
