"""What tests of several folders share; `programs` are what they run as processes of their own."""
