"""Places that people ask about and that have no such reports of their own.

Districts share a county's council for children's services, so the county is named beside them.
Wales, Scotland and Northern Ireland have inspectorates of their own. Facts as of 2026; a place on
no list is dealt with by `evidence.py`, which wants proper names to stand in the paragraphs.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from qa.words import fold

# County council (or successor) -> districts and towns in its area that people may take for one.
_DISTRICTS: Mapping[str, str] = {
    "Bournemouth, Christchurch and Poole": "Bournemouth",
    "Buckinghamshire": "Aylesbury; Aylesbury Vale; Chiltern; High Wycombe; Wycombe",
    "Cambridgeshire": "Cambridge; Fenland; Huntingdon; Huntingdonshire; South Cambridgeshire; Ely",
    "Cheshire East": "Crewe; Macclesfield",
    "Cornwall": "Truro; Penzance; Falmouth",
    "Cumberland": "Carlisle; Allerdale; Copeland; Workington; Whitehaven",
    "Derbyshire": (
        "Amber Valley; Bolsover; Chesterfield; Derbyshire Dales; Erewash; High Peak; "
        "North East Derbyshire; South Derbyshire; Buxton; Glossop"
    ),
    "Devon": (
        "East Devon; Exeter; Mid Devon; North Devon; South Hams; Teignbridge; Torridge; "
        "West Devon; Barnstaple"
    ),
    "Dorset": "Weymouth; Dorchester; Purbeck",
    "East Sussex": "Eastbourne; Hastings; Lewes; Rother; Wealden",
    "Essex": (
        "Basildon; Braintree; Brentwood; Castle Point; Chelmsford; Colchester; Epping Forest; "
        "Harlow; Maldon; Rochford; Tendring; Uttlesford; Clacton"
    ),
    "Gloucestershire": "Cheltenham; Cotswold; Forest of Dean; Gloucester; Stroud; Tewkesbury",
    "Hampshire": (
        "Basingstoke; Basingstoke and Deane; East Hampshire; Eastleigh; Fareham; Gosport; Hart; "
        "Havant; New Forest; Rushmoor; Test Valley; Winchester; Aldershot; Farnborough"
    ),
    "Herefordshire": "Hereford",
    "Hertfordshire": (
        "Broxbourne; Dacorum; East Hertfordshire; Hertsmere; North Hertfordshire; St Albans; "
        "Stevenage; Three Rivers; Watford; Welwyn Hatfield; Hemel Hempstead"
    ),
    "Kent": (
        "Ashford; Canterbury; Dartford; Dover; Folkestone; Folkestone and Hythe; Gravesham; "
        "Maidstone; Sevenoaks; Swale; Thanet; Margate; Tonbridge; Tonbridge and Malling; "
        "Tunbridge Wells"
    ),
    "Lancashire": (
        "Burnley; Chorley; Fylde; Hyndburn; Lancaster; Pendle; Preston; Ribble Valley; Rossendale; "
        "South Ribble; West Lancashire; Wyre; Accrington; Morecambe"
    ),
    "Leicestershire": (
        "Blaby; Charnwood; Harborough; Hinckley; Hinckley and Bosworth; Melton; Loughborough; "
        "North West Leicestershire; Oadby and Wigston"
    ),
    "Lincolnshire": (
        "Boston; East Lindsey; Lincoln; North Kesteven; South Holland; South Kesteven; "
        "West Lindsey; Grantham; Skegness"
    ),
    "Norfolk": "Breckland; Broadland; Great Yarmouth; King's Lynn; North Norfolk; Norwich",
    "North East Lincolnshire": "Grimsby; Cleethorpes",
    "North Lincolnshire": "Scunthorpe",
    "North Northamptonshire": "Corby; East Northamptonshire; Kettering; Wellingborough",
    "North Somerset": "Weston-super-Mare",
    "North Yorkshire": (
        "Craven; Hambleton; Harrogate; Richmondshire; Ryedale; Scarborough; Selby; Whitby"
    ),
    "Nottinghamshire": (
        "Ashfield; Bassetlaw; Broxtowe; Gedling; Mansfield; Newark; Newark and Sherwood; Rushcliffe"
    ),
    "Oxfordshire": (
        "Cherwell; Oxford; South Oxfordshire; Vale of White Horse; West Oxfordshire; Banbury"
    ),
    "Shropshire": "Shrewsbury",
    "Somerset": "Mendip; Sedgemoor; South Somerset; Taunton; Taunton Deane; Yeovil; Wells",
    "Staffordshire": (
        "Cannock; Cannock Chase; East Staffordshire; Lichfield; Newcastle-under-Lyme; Stafford; "
        "South Staffordshire; Staffordshire Moorlands; Tamworth; Burton upon Trent"
    ),
    "Suffolk": (
        "Babergh; East Suffolk; Ipswich; Mid Suffolk; West Suffolk; Waveney; Lowestoft; "
        "Bury St Edmunds; Newmarket"
    ),
    "Surrey": (
        "Elmbridge; Epsom; Epsom and Ewell; Guildford; Mole Valley; Reigate; Reigate and Banstead; "
        "Runnymede; Spelthorne; Surrey Heath; Tandridge; Waverley; Woking; Camberley; Leatherhead"
    ),
    "Warwickshire": (
        "North Warwickshire; Nuneaton; Nuneaton and Bedworth; Rugby; Stratford-on-Avon; "
        "Stratford-upon-Avon; Warwick; Leamington Spa; Leamington"
    ),
    "West Northamptonshire": "Daventry; Northampton; South Northamptonshire",
    "West Sussex": "Adur; Arun; Chichester; Crawley; Horsham; Mid Sussex; Worthing; Bognor Regis",
    "Westmorland and Furness": "Barrow; Barrow-in-Furness; Eden; Kendal; Penrith; South Lakeland",
    "Wiltshire": "Salisbury; Trowbridge; Chippenham",
    "Worcestershire": (
        "Bromsgrove; Malvern; Malvern Hills; Redditch; Worcester; Wychavon; Wyre Forest; "
        "Kidderminster"
    ),
}

# Nations and the names of their councils and cities.
_NATIONS: Mapping[str, str] = {
    "Wales": (
        "Wales; Anglesey; Isle of Anglesey; Blaenau Gwent; Bridgend; Caerphilly; Cardiff; "
        "Carmarthenshire; Ceredigion; Conwy; Denbighshire; Flintshire; Gwynedd; Merthyr; "
        "Merthyr Tydfil; Monmouthshire; Neath Port Talbot; Newport; Pembrokeshire; Powys; "
        "Rhondda Cynon Taf; Rhondda; Swansea; Torfaen; Vale of Glamorgan; Wrexham"
    ),
    "Scotland": (
        "Scotland; Aberdeen; Aberdeenshire; Angus; Argyll; Argyll and Bute; Clackmannanshire; "
        "Dumfries; Dumfries and Galloway; Dundee; East Ayrshire; East Dunbartonshire; "
        "East Lothian; East Renfrewshire; Edinburgh; Falkirk; Fife; Glasgow; Inverclyde; "
        "Inverness; Midlothian; Moray; North Ayrshire; North Lanarkshire; Orkney; Perth; "
        "Perth and Kinross; Renfrewshire; Scottish Borders; Shetland; South Ayrshire; "
        "South Lanarkshire; Stirling; West Dunbartonshire; West Lothian; Western Isles"
    ),
    "Northern Ireland": (
        "Northern Ireland; Antrim; Armagh; Belfast; Derry; Londonderry; Fermanagh; Lisburn; "
        "Newry; Omagh; Ulster"
    ),
    "Ireland": "Dublin; Republic of Ireland",
    "the Channel Islands or the Isle of Man": "Jersey; Guernsey; Isle of Man",
    "another country": "France; Germany; Spain; Netherlands; United States; Australia; Canada",
}

# Written small, these are ordinary words or names of people.
WANTS_CAPITAL = frozenset(
    "angus arun ashford barrow boston canterbury craven deal derry dover eden ely fife hart "
    "hastings jersey lancaster lincoln moray newport perth preston rother rugby selby stafford "
    "stirling stroud swale wales warwick wells worcester wyre chorley".split()
)


@cache
def places_elsewhere() -> Mapping[str, tuple[str, str]]:
    """Folded place -> (its name, the council or nation whose area it is in)."""
    places: dict[str, tuple[str, str]] = {}
    for table in (_DISTRICTS, _NATIONS):
        for area, names in table.items():
            for name in names.split("; "):
                places[fold(name)] = (name, area)
    return places


def is_nation(area: str) -> bool:
    """Whether the area lies outside England, where another inspectorate reports."""
    return area in _NATIONS
