"""Alice and Bob against Eve: teams hand in a program each, every key team meets every Eve, and qedu computes who keeps what."""
