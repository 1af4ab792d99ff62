"""The frame around the screens: rail, sending line, navigation, shortcuts."""
