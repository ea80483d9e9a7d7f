"""What is drawn and under which quotas: a frozen value, and the forms it is read from."""
