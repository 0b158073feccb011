"""Files: which contact details stand in documents, pictures, archives, in their names and metadata.

``scan`` reads a file, ``scan_content`` bytes with a name. Loaded by nothing that judges texts only.
"""

from gighall.guard.files.scan import Scan, scan, scan_content

__all__ = ["Scan", "scan", "scan_content"]
