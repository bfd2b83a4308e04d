"""``python -m fanfolio_client`` is the ``fanfolio`` command."""

import sys

from fanfolio_client.command import main

sys.exit(main())
