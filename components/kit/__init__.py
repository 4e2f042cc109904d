"""The smallest parts, which every other room uses: buttons, dialogs, cards, words, progress."""
