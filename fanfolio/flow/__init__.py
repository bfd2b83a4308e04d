"""The pipeline's steps, one module per arrow of the flow; each is given its ports and knows no technology."""
