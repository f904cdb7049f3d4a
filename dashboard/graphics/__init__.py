"""What all charts share: colours and names, points, notes, the paper that they are drawn on."""
