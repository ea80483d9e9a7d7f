"""The snowball exercise: pairs, fours, eights, sixteens."""
