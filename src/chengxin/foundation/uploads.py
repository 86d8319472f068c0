"""What a browser sends that is too large for memory goes to the disk, and nothing of it stays open or lying there."""

from contextlib import suppress

from django.core.files.uploadhandler import TemporaryFileUploadHandler


class DiskUploadHandler(TemporaryFileUploadHandler):
    """Django's own, which leaves a file for which the disk had no room to whenever memory is tidied."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write the next piece; if it can not be written, close and remove what there is and pass the error on.

        Raises:
            OSError: the disk is full, or fails.
        """
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            with suppress(OSError):  # closing writes once more what was not written, and removes the file all the same
                self.file.close()
            raise
