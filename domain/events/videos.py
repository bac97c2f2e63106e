"""Which links lead to a video."""

import re

_VIDEO = re.compile(
    r"https?://(?:[\w-]+\.)*(?:"
    r"rutube\.ru/|vkvideo\.ru/|youtube\.com/|youtu\.be/|plvideo\.ru/|smotrim\.ru/video|nuum\.ru/"
    r"|vk\.(?:com|ru)/(?:video|clip)|vk\.(?:com|ru)/[^?#]*\?(?:[^#]*&)?z=(?:video|clip)"
    r"|dzen\.ru/(?:video|shorts)|ok\.ru/(?:video|live)|(?:my\.)?mail\.ru/[^?#]*/video"
    r"|vimeo\.com/|coub\.com/view)"
    r"|https?://[^?#]*\.(?:mp4|mov|avi|webm|mkv)(?:$|[?#])",
    re.IGNORECASE,
)


def is_video(link: str) -> bool:
    """`link` is a whole address, as `find_links` gives it."""
    return _VIDEO.match(link) is not None
