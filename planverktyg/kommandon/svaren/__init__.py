"""Det som kommandona som skriver in svar behöver: filen som svaren hör till, skrivningen av den och frågorna."""
