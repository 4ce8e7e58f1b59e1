"""When flows with exempt persons leave."""

import numpy as np
import polars as pl

from listlab.analyse.frequency.table import flow_table, named_flows


def test_the_date_of_a_flow_exempt_in_part_is_not_told():
    """A wholly exempt flow counts nobody; of one exempt in part the rest has no date."""
    flows = pl.DataFrame(
        {
            "enterprise_id": ["A", "B", "C"],
            "personal_low": [0, 0, 0],
            "personal_high": [0, 0, 0],
            "sensitive_low": [900, 900, 900],
            "sensitive_high": [900, 900, 900],
            "events_per_year": [3.0, 3.0, 3.0],
            "persons_per_event": [300.0, 300.0, 300.0],
            "exempt_basis": [None, "5.1.1", "5.1.1"],
            "exempt_persons": [None, 900, 200],
        }
    )
    frame = named_flows(flows, None, "sensitive")
    found = flow_table(frame, np.arange(3), "sensitive")

    assert [900.0, 0.0, 700.0] == found.high.tolist()
    assert (None, None, "exempt") == found.cause
    assert () == found.problems
