"""Pretraining, training and export: the rooms that import torch, transformers and datasets."""
