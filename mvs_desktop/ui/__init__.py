"""The Qt user interface: shows values and announces intentions, never stores."""
