import ReeveJSON

typealias JSON = ReeveJSON.JSON
