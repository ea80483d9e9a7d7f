"""What every search that mixes people shares: fair shares, and moves drawn by a heat bath."""
