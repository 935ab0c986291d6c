-- SPDX-License-Identifier: Apache-2.0
-- The log outlives every way back: once it has an entry, nothing is reverted (GS-2.2.2).

do $$
declare
    l_written boolean := false;
begin
    if to_regclass('audit.entry') is not null then
        execute 'select exists (select from audit.entry)' into l_written;
    end if;
    if l_written then
        raise exception using errcode = 'CS003', message = 'cannot revert: the log has entries';
    end if;
end $$;
