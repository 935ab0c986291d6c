-- Verify countersign:extension on pg
-- SPDX-License-Identifier: Apache-2.0

select countersign.canonicalize('{}');
