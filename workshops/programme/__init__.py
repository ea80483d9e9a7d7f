"""An event, and if wanted the running order of its sessions."""
