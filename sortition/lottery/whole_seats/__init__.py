"""Expected seats as lotteries over compositions in whole numbers."""
